/**
 * A network as a Java program that needs only DL4J.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.export;

import org.jspecify.annotations.NullMarked;
