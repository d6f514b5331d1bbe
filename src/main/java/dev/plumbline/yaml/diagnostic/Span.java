package dev.plumbline.yaml.diagnostic;

/**
 * A range of characters in a file. Lines and columns count from 1; a column is a code point.
 *
 * @param line the line of its first character
 * @param column the column of its first character
 * @param endLine the line of the character after its last
 * @param endColumn the column of the character after its last
 */
public record Span(int line, int column, int endLine, int endColumn) implements Comparable<Span> {

    /** A span within one line. */
    public static Span of(int line, int column, int width) {
        return new Span(line, column, line, column + width);
    }

    /** Returns the same columns in another line. */
    Span onLine(int number) {
        return new Span(number, column, number + endLine - line, endColumn);
    }

    @Override
    public int compareTo(Span other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
