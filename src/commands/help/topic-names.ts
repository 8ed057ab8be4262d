/** What `swrctl help` explains besides commands, with one line on each. */
export const TOPICS = {
  connection: 'options for region, endpoints, retries and certificates, and the global ones',
  environment: 'variables that swrctl reads',
  'exit-codes': 'exit statuses and error codes that scripts can rely on',
  formatting: 'tables, JSON, fields and queries',
  limits: 'what the service takes and what it refuses',
  permissions: 'who may do what, and where it is set',
} as const;

export type TopicName = keyof typeof TOPICS;

export const TOPIC_NAMES = Object.keys(TOPICS) as TopicName[];

export const isTopicName = (text: string): text is TopicName => Object.hasOwn(TOPICS, text);
