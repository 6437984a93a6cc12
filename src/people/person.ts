/** Somebody of the workspace, as last seen in Slack: a row of `people`. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  /** IANA name, from the Slack profile. */
  readonly timezone: string;
  readonly isAdmin: boolean;
  readonly isGuest: boolean;
  readonly isBot: boolean;
  readonly isDeactivated: boolean;
};
