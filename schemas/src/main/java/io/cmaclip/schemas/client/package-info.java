/** Client of Confluent's schema registry REST API, with fail-over, retries, credentials, caches. */
package io.cmaclip.schemas.client;
