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
