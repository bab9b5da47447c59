/** Folders that appear whole or not at all, and checksums of files. */
package io.cmaclip.model.files;
