import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.MVStore;

/**
 * A mongo-java-server on a port of its own, for tests. Arguments: port, the directory that it keeps its data in.
 * Prints "listening on PORT" and ends when its standard input ends, so that it never outlives the test that started it.
 */
public final class Launcher {

    /** The server says 8 of itself; the official driver refuses servers below 9. */
    private static final MongoVersion VERSION = new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(5, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 13;
        }
    };

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("usage: Launcher PORT DIRECTORY");
            System.exit(2);
        }
        MVStore store = MVStore.open(Path.of(arguments[1], "data.mv").toString());
        // What was acknowledged must be there when the server is killed: commit often, the default is once a second.
        store.setAutoCommitDelay(10);
        MongoBackend backend = new H2Backend(store).version(VERSION);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
        System.out.println("listening on " + server.getLocalAddress().getPort());
        while (System.in.read() >= 0) {
            // Only the end of the input matters.
        }
        Runtime.getRuntime().halt(0);
    }

    private Launcher() {}
}
