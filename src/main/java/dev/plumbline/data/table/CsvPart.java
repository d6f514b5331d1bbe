package dev.plumbline.data.table;

/**
 * The place of a text within a table.
 *
 * @param linesBefore the number of lines before its first one
 * @param header whether its first line has the names of the columns
 */
public record CsvPart(long linesBefore, boolean header) {}
