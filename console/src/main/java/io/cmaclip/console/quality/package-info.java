/**
 * What the console knows beyond the queue: earlier answers and decisions of a listing, how
 * reviewers decide, and how precise accepted labels are.
 */
package io.cmaclip.console.quality;
