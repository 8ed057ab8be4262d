/** A repository of the service, without its images. */
export interface RepositoryInfo {
  /** `org/repo`. */
  readonly name: string;
  readonly organization: string;
  readonly public: boolean;
  readonly category: string;
  readonly description: string;
  readonly tagCount: number;
  /** Bytes. */
  readonly size: number;
  readonly downloads: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The words that the service has for what an image is. */
export const REPOSITORY_CATEGORIES = [
  ...(['app_server', 'linux', 'framework_app', 'database'] as const),
  ...(['lang', 'other', 'windows', 'arm'] as const),
] as const;

/** A repository that one account shares with another. */
export interface SharedRepository extends RepositoryInfo {
  /** Name of the account that it belongs to. */
  readonly owner: string;
  /** False when the share has expired; only told of what others share. */
  readonly isValid: boolean;
}
