/** What the double of buildx says of itself: `buildx version`. */
export const versionWords = 'github.com/docker/buildx v0.38.2 double';

/** And of its builder: `buildx inspect`. */
export const inspectWords = `Name:   double
Driver: remote

Nodes:
Name:      double0
Endpoint:  unix:///dev/null
Status:    running
BuildKit version: v0.34.2
Platforms: linux/amd64, linux/arm64
`;
