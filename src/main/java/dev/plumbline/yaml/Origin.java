package dev.plumbline.yaml;

import dev.plumbline.yaml.diagnostic.Annotation;
import dev.plumbline.yaml.diagnostic.Source;
import java.util.Optional;

/**
 * The origin of one value of a specification.
 *
 * @param path the path of the value, such as {@code training.optimizer.learning_rate} or {@code layers[0].units}
 * @param value the value; empty for an optional value that is not given
 * @param written the place of its key and the text of that line, without surrounding spaces; empty if the value is a
 *     default
 * @param isShared whether that place is in the {@code defaults} of the file
 */
public record Origin(String path, Optional<Object> value, Optional<Annotation> written, boolean isShared) {

    /** Whether the file or an option gives the value; otherwise it is a default. */
    public boolean isWritten() {
        return written.isPresent();
    }

    /** Whether an option of the command line gives the value. */
    public boolean isOption() {
        return written.filter(label -> label.span().line() >= Source.FIRST_OPTION)
                .isPresent();
    }

    /** The line of the value, counted from 1; empty if the value is a default or comes from an option. */
    public Optional<Integer> line() {
        return isOption() ? Optional.empty() : written.map(label -> label.span().line());
    }

    /** The value in YAML; empty if there is none. */
    public Optional<String> text() {
        return value.map(YamlWriter::flow);
    }
}
