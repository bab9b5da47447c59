/**
 * The status page: what an engineer on call sees in a browser where there is no Grafana. Readings
 * of the meters are taken every few seconds into a ring, and the page is drawn from them.
 */
package io.cmaclip.streams.operations.status;
