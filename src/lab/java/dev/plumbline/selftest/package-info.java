/**
 * Tests of the diagnosis: hand-written networks with injected mistakes, which must be named, and correct networks,
 * which must not be flagged. Also measures the limits of detection: errors of decreasing size are injected into the
 * records of an engine and into the computation of hand-written networks.
 *
 * <p>Internal: for Plumbline's own use; it may change at any time.
 */
@NullMarked
package dev.plumbline.selftest;

import org.jspecify.annotations.NullMarked;
