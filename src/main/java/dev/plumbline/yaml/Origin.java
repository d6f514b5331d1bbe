package dev.plumbline.yaml;

import java.util.Optional;

/**
 * Where one value of a specification comes from.
 *
 * @param path the value's, such as {@code training.optimizer.learning_rate} or {@code layers[0].units}
 * @param value the value; empty for an optional one that was left out
 * @param written the place where its key begins and the text of that line, without the blanks around it; empty where
 *     the value is a default
 * @param isShared whether that place is in the file's {@code defaults}, which the layer takes
 */
public record Origin(String path, Optional<Object> value, Optional<Label> written, boolean isShared) {

    /** Whether the file or an option has it; otherwise it is a default. */
    public boolean isWritten() {
        return written.isPresent();
    }

    /** Whether an option of the command line has it. */
    public boolean isOption() {
        return written.filter(label -> label.span().line() >= Source.FIRST_OPTION)
                .isPresent();
    }

    /** The line that it was written in, counted from 1; empty where the value is a default or an option's. */
    public Optional<Integer> line() {
        return isOption() ? Optional.empty() : written.map(label -> label.span().line());
    }

    /** The value as one would write it; empty where there is none. */
    public Optional<String> text() {
        return value.map(YamlWriter::flow);
    }
}
