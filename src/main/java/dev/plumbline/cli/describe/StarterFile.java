package dev.plumbline.cli.describe;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.data.MessageNames;
import dev.plumbline.data.preparation.Decimals;
import dev.plumbline.data.table.CsvProfile;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.NearMiss;
import dev.plumbline.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A first network file for a table. Each guess is a line that the user can correct. */
final class StarterFile {
    /** A column of whole numbers with more distinct values is a quantity, not a class. */
    private static final int MOST_CLASSES_OF_NUMBERS = 20;

    /** All rows of a rarer category could be held out, and the training part would not contain it. */
    private static final int ROWS_OF_A_CATEGORY = 10;

    private static final int ROWS_OF_A_CATEGORY_IF_ALL_TRAIN = 2;

    private static final int FEWEST_ROWS_TO_HOLD_OUT = 20;

    private static final int FEWEST_UNITS = 8;
    private static final int MOST_UNITS = 64;
    private static final int BATCH = 32;
    private static final int MANY_ROWS = 100_000;

    private final CsvProfile profile;
    private final String file;
    private final CsvProfile.Column target;
    private final List<CsvProfile.Column> inputs = new ArrayList<>();
    private final List<CsvProfile.Column> excluded = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>(); // with the reasons

    /**
     * Creates the file for the columns of a table.
     *
     * @param file the path from the network file
     * @param wanted the name of the target; empty for the last column
     */
    StarterFile(CsvProfile profile, String file, Optional<String> wanted) {
        this.profile = profile;
        this.file = file;
        List<CsvProfile.Column> columns = profile.columns();
        this.target = wanted.map(this::find).orElseGet(() -> columns.get(columns.size() - 1));
        if (target.missing() > 0) {
            throw new RefusedException(
                    ErrorKind.MISSING_VALUE,
                    file + ":" + target.firstMissing() + ": the target column `"
                            + target.name() + "` has no value here, and in "
                            + MessageNames.count(target.missing(), "row") + " in all; --target names another column");
        }
        whyNoNumber(target).ifPresent(reason -> {
            throw new RefusedException(
                    ErrorKind.NOT_A_NUMBER,
                    file + ":" + target.texts().firstLine() + ": the target column `" + target.name() + "` " + reason
                            + "; correct it, or name another column by --target");
        });
        if (!target.isNumber() && target.isVaried()) {
            throw new RefusedException(
                    ErrorKind.UNKNOWN_CATEGORY,
                    file + ": the target column `" + target.name()
                            + "` has more than 200 different texts, too many for classes; --target names another column");
        }
        for (CsvProfile.Column column : columns) {
            if (!column.equals(target)) {
                takeInput(column);
            }
        }
        if (inputs.isEmpty()) {
            throw new RefusedException(
                    ErrorKind.COLUMN_NOT_FOUND, file + ": no column can be an input: " + String.join(", ", leftOut));
        }
    }

    private CsvProfile.Column find(String name) {
        return profile.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        ErrorKind.COLUMN_NOT_FOUND,
                        file + ": there is no column `" + name + "`" + nearest(name) + " Allowed for --target: "
                                + profile.columns().stream()
                                        .map(CsvProfile.Column::name)
                                        .limit(12)
                                        .collect(Collectors.joining(", "))
                                + (profile.columns().size() > 12 ? ", …" : "")));
    }

    private String nearest(String name) {
        return NearMiss.of(
                        name,
                        profile.columns().stream().map(CsvProfile.Column::name).toList())
                .map(candidate -> "; did you mean `" + candidate + "`?")
                .orElse(".");
    }

    private void takeInput(CsvProfile.Column column) {
        int fewest =
                column.counts().values().stream().min(Comparator.naturalOrder()).orElse(0);
        int needed = holdsOut() ? ROWS_OF_A_CATEGORY : ROWS_OF_A_CATEGORY_IF_ALL_TRAIN;
        if (column.counts().isEmpty()) {
            leaveOut(column, "has no values");
        } else if (profile.rows() >= FEWEST_ROWS_TO_HOLD_OUT && column.digest() == target.digest()) {
            leaveOut(column, "is a copy of the target");
        } else if (profile.rows() > 1 && column.counts().size() == 1 && column.missing() == 0) {
            leaveOut(column, "has the same value in every row");
        } else if (profile.rows() >= FEWEST_ROWS_TO_HOLD_OUT && column.numbersRows()) {
            leaveOut(column, "numbers the rows");
        } else if (whyNoNumber(column).isPresent()) {
            leaveOut(column, whyNoNumber(column).get());
        } else if (!column.isNumber() && column.isVaried()) {
            leaveOut(column, "has more than 200 different texts");
        } else if (!column.isNumber() && fewest < needed) {
            leaveOut(column, "has texts with fewer than " + needed + " rows each");
        } else {
            inputs.add(column);
        }
    }

    /** The first value that keeps a column of numbers from being one; empty for other columns. */
    private Optional<String> whyNoNumber(CsvProfile.Column column) {
        CsvProfile.Texts texts = column.texts();
        int values = profile.rows() - column.missing();
        int different = column.counts().size();
        boolean isQuantity = different > MOST_CLASSES_OF_NUMBERS || 2 * different > values;
        String place = " line " + texts.firstLine() + ": `" + texts.first() + "`";
        if (Decimals.hasComma(texts.first())) {
            return Optional.of("has a comma in " + MessageNames.count(texts.rows(), "number") + ", first in" + place
                    + ", where Plumbline reads a decimal point");
        }
        return Optional.of("is a number in " + MessageNames.count(values - (long) texts.rows(), "row") + ", but not in"
                        + place)
                .filter(reason -> texts.rows() > 0 && 2 * texts.rows() < values && isQuantity);
    }

    private void leaveOut(CsvProfile.Column column, String reason) {
        excluded.add(column);
        leftOut.add("`" + column.name() + "` " + reason);
    }

    /** The columns that are no inputs, each with the reason. */
    List<String> leftOut() {
        return leftOut;
    }

    private boolean holdsOut() {
        return profile.rows() >= FEWEST_ROWS_TO_HOLD_OUT;
    }

    private boolean classifies() {
        int different = target.counts().size();
        return !target.isNumber()
                || target.isWhole()
                        && different >= 2
                        && different <= MOST_CLASSES_OF_NUMBERS
                        && 2 * different <= profile.rows();
    }

    private int width() {
        return inputs.stream()
                .mapToInt(column -> column.isNumber() ? 1 : column.counts().size())
                .sum();
    }

    /** The whole file. */
    String text(String name) {
        int classes = classifies() ? target.counts().size() : 0;
        String output = classes == 0
                ? "units: 1, activation: identity"
                : classes == 2 ? "units: 1, activation: sigmoid" : "units: " + classes + ", activation: softmax";
        String loss = classes == 0
                ? "half_squared_error"
                : classes == 2 ? "binary_cross_entropy" : "categorical_cross_entropy";
        int units = Math.max(FEWEST_UNITS, Math.min(MOST_UNITS, 2 * width()));
        boolean small = profile.rows() < 2 * BATCH;
        StringBuilder text = new StringBuilder();
        text.append("# A first network for ")
                .append(file)
                .append(", written by `plumbline init`: correct what is wrong.\n");
        text.append(String.format(Locale.ROOT, "# %,d rows; the target is `%s`, ", profile.rows(), target.name()));
        text.append(classes == 0 ? "a number.\n" : classes + " classes.\n");
        leftOut.forEach(column -> text.append("# Left out: ").append(column).append(".\n"));
        text.append("name: ").append(YamlWriter.flow(name)).append('\n');
        text.append("inputs: ").append(width()).append('\n');
        text.append("layers:\n  - dense: { units: ").append(units).append(", activation: tanh }\n");
        text.append("  - dense: { ").append(output).append(" }\n");
        text.append("init: glorot_uniform\nloss: ").append(loss).append("\nreduction: mean\ntraining:\n");
        text.append("  optimizer: { adam: { learning_rate: 0.01 } }\n");
        text.append(small ? "  batch_size: all\n" : "  batch_size: " + BATCH + "\n");
        text.append("  epochs: ")
                .append(profile.rows() > MANY_ROWS ? 2 : small ? 200 : 40)
                .append('\n');
        text.append(small ? "" : "  shuffle: true\n");
        text.append("data:\n  csv:\n").append(source(classes > 0));
        text.append("prepare: { inputs: standardize")
                .append(classes == 0 ? ", targets: standardize" : "")
                .append(" }\n");
        text.append(validation(classes > 0));
        text.append("report: { metrics: [loss")
                .append(classes > 0 ? ", accuracy" : ", mean_absolute_error")
                .append("] }\n");
        return text.toString();
    }

    /** The validation line; empty if there are too few rows, or classes with only one or two rows. */
    private String validation(boolean hasClasses) {
        int largest =
                target.counts().values().stream().max(Comparator.naturalOrder()).orElse(0);
        boolean stratified = hasClasses && largest >= ROWS_OF_A_CATEGORY;
        return holdsOut() ? "validation: { share: 0.2" + (stratified ? ", stratified: true" : "") + " }\n" : "";
    }

    private String source(boolean hasClasses) {
        List<String> lines = new ArrayList<>();
        lines.add("file: " + YamlWriter.flow(file));
        lines.add("inputs: rest");
        if (!excluded.isEmpty()) {
            lines.add("exclude: " + names(excluded));
        }
        lines.add("targets: " + names(List.of(target)));
        if (hasClasses) {
            lines.add("classes: infer");
        }
        if (!profile.delimiter().equals(",")) {
            lines.add("delimiter: "
                    + (profile.delimiter().equals("\t") ? "\"\\t\"" : YamlWriter.flow(profile.delimiter())));
        }
        if (!profile.header()) {
            lines.add("header: false");
        }
        List<CsvProfile.Column> texts =
                inputs.stream().filter(column -> !column.isNumber()).toList();
        if (!texts.isEmpty()) {
            lines.add("categorical: " + names(texts));
        }
        if (inputs.stream().anyMatch(column -> column.missing() > 0)) {
            lines.add("missing: median");
            TreeSet<String> marks = new TreeSet<>();
            inputs.forEach(column -> marks.addAll(column.marks()));
            if (!marks.isEmpty()) {
                lines.add("missing_marks: " + YamlWriter.flow(List.copyOf(marks)));
            }
        }
        return lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining());
    }

    private static String names(List<CsvProfile.Column> columns) {
        return YamlWriter.flow(columns.stream().map(CsvProfile.Column::name).toList());
    }
}
