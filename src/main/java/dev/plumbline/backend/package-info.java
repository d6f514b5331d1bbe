/** What DL4J can calculate on here, and what it is to calculate on. It starts nothing of DL4J's. */
@NullMarked
package dev.plumbline.backend;

import org.jspecify.annotations.NullMarked;
