/** The way to a MongoDB server: connection string, concerns, timeouts, errors. What is stored there is the business of the stores. */
export { asMongoStoreError, isDuplicateKey, isNoCollection, isOnlyDuplicateKeys, MongoStoreError, type MongoStoreErrorCode } from './errors.js';
export { type Mongo, type MongoOptions, openMongo } from './open-mongo.js';
