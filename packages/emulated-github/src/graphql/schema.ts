import { buildSchema } from 'graphql';

/**
 * The part of GitHub's public GraphQL schema that a release uses, in its own words
 * (docs.github.com/graphql/reference): names, nullability and defaults are GitHub's.
 */
export const schema = buildSchema(`
scalar Base64String
scalar DateTime
scalar GitObjectID
scalar GitRefname
scalar URI

interface Node { id: ID! }

interface GitObject {
  abbreviatedOid: String!
  id: ID!
  oid: GitObjectID!
}

type Query {
  repository(followRenames: Boolean = true, name: String!, owner: String!): Repository
  viewer: User!
}

type User implements Node {
  databaseId: Int
  id: ID!
  login: String!
}

type Repository implements Node {
  databaseId: Int
  defaultBranchRef: Ref
  discussionCategories(after: String, before: String, first: Int, last: Int, filterByAssignable: Boolean = false): DiscussionCategoryConnection!
  hasDiscussionsEnabled: Boolean!
  id: ID!
  isPrivate: Boolean!
  isSecurityPolicyEnabled: Boolean
  name: String!
  nameWithOwner: String!
  object(expression: String, oid: GitObjectID): GitObject
  ref(qualifiedName: String!): Ref
  release(tagName: String!): Release
  securityPolicyUrl: URI
}

type DiscussionCategory implements Node {
  id: ID!
  isAnswerable: Boolean!
  name: String!
  slug: String!
}

type DiscussionCategoryConnection {
  nodes: [DiscussionCategory]
  totalCount: Int!
}

type Ref implements Node {
  id: ID!
  name: String!
  prefix: String!
  target: GitObject
}

type GitActor { email: String name: String date: DateTime }

type GitSignature { isValid: Boolean! state: String! wasSignedByGitHub: Boolean! }

type Commit implements Node & GitObject {
  abbreviatedOid: String!
  author: GitActor
  committer: GitActor
  committedDate: DateTime!
  id: ID!
  message: String!
  messageBody: String!
  messageHeadline: String!
  oid: GitObjectID!
  signature: GitSignature
  url: URI!
}

type Tag implements Node & GitObject {
  abbreviatedOid: String!
  id: ID!
  message: String
  name: String!
  oid: GitObjectID!
  target: GitObject!
}

type Tree implements Node & GitObject { abbreviatedOid: String! id: ID! oid: GitObjectID! }
type Blob implements Node & GitObject { abbreviatedOid: String! id: ID! oid: GitObjectID! }

type Release implements Node {
  createdAt: DateTime!
  databaseId: Int
  description: String
  id: ID!
  immutable: Boolean!
  isDraft: Boolean!
  isLatest: Boolean!
  isPrerelease: Boolean!
  name: String
  publishedAt: DateTime
  tagName: String!
  url: URI!
}

type Mutation {
  createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
  createRef(input: CreateRefInput!): CreateRefPayload
  updateRef(input: UpdateRefInput!): UpdateRefPayload
  updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  deleteRef(input: DeleteRefInput!): DeleteRefPayload
}

input CommittableBranch { branchName: String id: ID repositoryNameWithOwner: String }
input CommitMessage { body: String headline: String! }
input FileAddition { contents: Base64String! path: String! }
input FileDeletion { path: String! }
input FileChanges { additions: [FileAddition!] = [] deletions: [FileDeletion!] = [] }

input CreateCommitOnBranchInput {
  branch: CommittableBranch!
  clientMutationId: String
  expectedHeadOid: GitObjectID!
  fileChanges: FileChanges
  message: CommitMessage!
}
type CreateCommitOnBranchPayload { clientMutationId: String commit: Commit ref: Ref }

input CreateRefInput { clientMutationId: String name: String! oid: GitObjectID! repositoryId: ID! }
type CreateRefPayload { clientMutationId: String ref: Ref }

input UpdateRefInput { clientMutationId: String force: Boolean = false oid: GitObjectID! refId: ID! }
type UpdateRefPayload { clientMutationId: String ref: Ref }

input RefUpdate { afterOid: GitObjectID! beforeOid: GitObjectID force: Boolean = false name: GitRefname! }
input UpdateRefsInput { clientMutationId: String refUpdates: [RefUpdate!]! repositoryId: ID! }
type UpdateRefsPayload { clientMutationId: String }

input DeleteRefInput { clientMutationId: String refId: ID! }
type DeleteRefPayload { clientMutationId: String }
`);
