/**
 * Why a network goes wrong: every known mistake is replayed in the reference, each tensor calculated from the network's own,
 * to see which of them reproduces what the network has.
 */
@NullMarked
package dev.plumbline.diagnose;

import org.jspecify.annotations.NullMarked;
