/** The MIME type in which a kernel hands over a whole array: docs/array-mime.md describes it. */
export const ARRAY_MIME = 'application/vnd.logitscope.array.v1+json';
