/** Under this the HTTP interface gets the running platform. */
export const PLATFORM = Symbol('platform');
