/** What the laboratory measures, as text, Markdown and JSON. */
@NullMarked
package dev.plumbline.report;

import org.jspecify.annotations.NullMarked;
