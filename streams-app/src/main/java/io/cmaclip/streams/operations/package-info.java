/** What an operator's tools ask over HTTP: metrics, health, and what this is. */
package io.cmaclip.streams.operations;
