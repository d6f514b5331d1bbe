/**
 * Configurations in DL4J's JSON, which others wrote: translated to a network, and searched for known defects. The text is
 * read as a plain tree; no class that it names is loaded before the translation has been proven.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.json;

import org.jspecify.annotations.NullMarked;
