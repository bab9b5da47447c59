/**
 * Client of a schema registry that speaks Confluent's REST API: addresses tried in turn, retries,
 * credentials, caches.
 */
package io.cmaclip.schemas.client;
