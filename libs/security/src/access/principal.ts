/** Who asks: an application of an organisation, perhaps for a person. */
export interface Principal {
  readonly organisation: string;
  readonly application: string;
  readonly user?: string;
}

/** As it stands in events: `organisation/application/user`, `-` for no user. A name cannot pretend to be several, or to be none. */
export function actorOf({ organisation, application, user }: Principal): string {
  return [organisation, application, user].map((name) => (name === undefined || name === '' ? '-' : escaped(name))).join('/');
}

function escaped(name: string): string {
  return name === '-' ? '%2D' : name.replaceAll('%', '%25').replaceAll('/', '%2F');
}
