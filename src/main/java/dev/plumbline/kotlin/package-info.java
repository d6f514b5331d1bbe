/**
 * Networks defined in Kotlin: {@code network}, the words of the file, and operators of matrices. The classes are
 * compiled from {@code src/main/kotlin}, and need kotlin-stdlib on the class path, which is not a dependency of
 * Plumbline.
 */
@NullMarked
package dev.plumbline.kotlin;

import org.jspecify.annotations.NullMarked;
