/** The one way in which this project serves HTTP: few threads, and no client that can hold them. */
package io.cmaclip.schemas.http;
