/**
 * The kernel of OpenBLAS, which computes DL4J's products on the processor: which one a process has loaded, whether its
 * products are right, and how fast they are. Loads OpenBLAS, and nothing else of DL4J.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.dl4j.kernel;

import org.jspecify.annotations.NullMarked;
