package dev.plumbline.data.examples;

import java.io.Serializable;

/**
 * The place of a part in a table of text. Parts consist of whole rows.
 *
 * @param file the name of the file in messages
 * @param linesBefore the number of lines of the file before the part
 * @param bytes the length, or an upper bound
 * @param lines the number of lines
 * @param header whether the first line has the names of the columns
 */
public record TextPart(String file, long linesBefore, long bytes, long lines, boolean header) implements Serializable {}
