/** Atomic folders, file locks, checksums and JSON records. */
package io.cmaclip.model.files;
