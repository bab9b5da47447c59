/** Folders that appear whole or not at all, checksums of files, and JSON as records. */
package io.cmaclip.model.files;
