/** What is kept in the results store for a command. */
export interface StoredResponse {
  readonly response: unknown;
}

const RESPONSE = '"response":';

/** The response comes last, so that its JSON can be cut out of the text without being parsed. */
export const storedText = ({ response }: StoredResponse): string => `{${RESPONSE}${JSON.stringify(response)}}`;

export const parseStored = (text: string): StoredResponse => JSON.parse(text) as StoredResponse;

/** The JSON of the response in a text of {@link storedText}. Earlier versions kept numbers of slots in front of it. */
export function responseJson(text: string): string {
  return text.slice(text.indexOf(RESPONSE) + RESPONSE.length, -1);
}
