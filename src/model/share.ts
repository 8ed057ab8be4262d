/** A private repository that users of another account may pull from. */
export interface Share {
  readonly namespace: string;
  readonly repository: string;
  /** Name of the account that it is shared with. */
  readonly account: string;
  /** Last moment of the share. */
  readonly until: Date | 'forever';
  readonly description: string;
  /** False when it has expired. */
  readonly isValid: boolean;
  readonly createdAt?: Date;
  readonly updatedAt?: Date;
  readonly creator?: string;
}
