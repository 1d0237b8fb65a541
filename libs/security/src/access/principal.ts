/** Who asks: an application of an organisation, perhaps for a person. */
export interface Principal {
  readonly organisation: string;
  readonly application: string;
  readonly user?: string;
  /** The application named the user; nobody checked it. */
  readonly isClaimed?: true;
}

/**
 * As it stands in events: `organisation/application/user`, `-` for no user, `claimed:user` for one that only the application names. A name cannot
 * pretend to be several, or to be none; registered users have no colon in theirs.
 */
export function actorOf({ organisation, application, user, isClaimed }: Principal): string {
  const [by, through, person] = [organisation, application, user].map((name) => (name === undefined || name === '' ? '-' : escaped(name)));
  return `${by}/${through}/${isClaimed === true ? `claimed:${person}` : person}`;
}

function escaped(name: string): string {
  return name === '-' ? '%2D' : name.replaceAll('%', '%25').replaceAll('/', '%2F');
}
