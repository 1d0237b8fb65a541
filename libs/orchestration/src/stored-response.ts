/** What is kept in the results store for a command; `answered` tells which slots of a bundle need no other try. */
export interface StoredResponse {
  readonly answered?: readonly number[];
  readonly response: unknown;
}

const RESPONSE = '"response":';

/** The response comes last, so that its JSON can be cut out of the text without being parsed. */
export function storedText({ answered, response }: StoredResponse): string {
  const before = answered === undefined ? '{' : `{"answered":${JSON.stringify(answered)},`;
  return `${before}${RESPONSE}${JSON.stringify(response)}}`;
}

export const parseStored = (text: string): StoredResponse => JSON.parse(text) as StoredResponse;

/** The JSON of the response in a text of {@link storedText}. */
export function responseJson(text: string): string {
  return text.slice(text.indexOf(RESPONSE) + RESPONSE.length, -1);
}
