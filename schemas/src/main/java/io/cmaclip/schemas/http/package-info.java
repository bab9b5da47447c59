/** HTTP building blocks: a bounded server, and credentials and TLS of a client. */
package io.cmaclip.schemas.http;
