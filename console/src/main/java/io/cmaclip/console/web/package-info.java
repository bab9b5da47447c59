/** The page of the reviewers and its requests: HTTP around the {@code queue} package. */
package io.cmaclip.console.web;
