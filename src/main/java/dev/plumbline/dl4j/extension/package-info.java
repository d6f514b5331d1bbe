/**
 * Classes that DL4J runs as parts of a network: where DL4J has no class for a word of the vocabulary, or one with a
 * known defect. A generated program contains their source, and DL4J's JSON of a network contains their names.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.extension;

import org.jspecify.annotations.NullMarked;
