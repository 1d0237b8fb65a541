/** Runs the gRPC façade over the directory named on the command line, prints its connection string, and ends with SIGTERM. */
import { startFacade } from '../../../eventstore/facade/index.js';

const facade = await startFacade({ directory: process.argv[2] ?? '' });
process.once('SIGTERM', () => {
  void facade.stop().then(() => process.exit(0));
});
console.log(facade.connectionString);
