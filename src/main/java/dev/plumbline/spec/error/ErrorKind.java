package dev.plumbline.spec.error;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kinds of errors. Messages show the code of their kind, {@code error[E010]}, and {@code plumbline words E010}
 * explains it. A code keeps its meaning in all versions.
 */
public enum ErrorKind {
    // Files, and the network file as YAML
    FILE_NOT_FOUND("E001", "File not found", """
            There is no file or directory of this name. A relative path in a network file starts from the directory of
            that file, and one in an option from the current directory. Correct the name; messages suggest similar ones."""),
    UNREADABLE_FILE("E002", "File cannot be read", """
            The file exists, but reading it fails: it is a directory, a pipe or a device, its permissions do not allow it, or
            the disk reports an error. Give a regular file that you may read."""),
    WRONG_ENCODING("E003", "Not UTF-8", """
            Text files are read as UTF-8, and this one has other bytes. Spreadsheets and Windows editors often write
            Latin-1 or UTF-16. Save the file as UTF-8."""),
    TOO_LARGE("E004", "Above a size limit", """
            The file, or a value in it, is larger or more deeply nested than Plumbline reads. Such a file usually contains
            its data: put the data into a CSV or NPZ file, which the network file names."""),
    EMPTY_INPUT("E005", "Nothing to read", """
            The file is empty, has only comments, or its table has no rows. `plumbline init DATA.csv` writes a first
            network file."""),
    YAML_SYNTAX("E006", "YAML syntax error", """
            The text is not YAML. The most frequent causes are tabs, different indentation in one mapping, and a missing
            space, quote or bracket. The mark below the line shows where the parser stopped.""", "inputs:2", "inputs: 2"),
    UNSUPPORTED_YAML("E007", "YAML feature that network files do not have", """
            Network files are YAML 1.2 without tags, merge keys, several documents and keys that are lists. Write the value
            itself; an alias can repeat a whole value.""", "seed: !!int 1", "seed: 1"),

    // Keys and words
    UNKNOWN_KEY("E010", "Unknown key", """
            The section has no such key: it is misspelled, or belongs to another section. The message lists the allowed keys,
            and `plumbline words NAME` explains each. The paths of `--set` and `sweep` are checked in the same way.""", "dense: { unit: 3 }", "dense: { units: 3 }"),
    MISSING_KEY(
            "E011",
            "Missing key",
            """
            A key without a default is missing or empty. Add it; keys that all layers share can be in `defaults`.""",
            "training: { optimizer: adam }",
            "training: { optimizer: adam, batch_size: 32, epochs: 10 }"),
    DUPLICATE("E012", "Name or value given twice", """
            The same key, column, metric, class or array occurs twice, so one of them would be ignored. Remove or rename
            one.""", "seed: 1\nseed: 2", "seed: 2"),
    UNKNOWN_WORD("E013", "Unknown word", """
            The word is not in the vocabulary of this key. The message lists the allowed words; `plumbline words` lists
            all.""", "activation: tahn", "activation: tanh"),
    FOREIGN_NAME("E014", "Name of another library", """
            DL4J, Keras or PyTorch has this name; network files have another one. Before you replace it, run
            `plumbline words NAME`: the libraries may also differ in formula or default.""", "loss: mse", "loss: mean_squared_error"),
    WRONG_IN_DL4J("E015", "Computed incorrectly by DL4J", """
            DL4J accepts this word or key, but computes something else. Plumbline refuses it, because a training would be
            wrong without a message. src/docs/dl4j-findings.md has the proof; the message names a replacement if there is
            one."""),
    WRONG_TYPE("E016", "Value of another type", """
            The value is a text, a number, a list or a mapping where another type is needed. Often a number has quotes, or a
            single value has no brackets.""", "inputs: \"2\"", "inputs: 2"),

    // Values, and rules between them
    OUT_OF_RANGE("E020", "Value out of range", """
            The value has the right type, but is too small, too large or not one of the allowed forms. The message has the
            allowed range. A batch is at most as large as the data, and values must also fit into `precision: f32`.""", "learning_rate: 0", "learning_rate: 0.1"),
    NO_EFFECT(
            "E021",
            "Value without effect",
            """
            The value would change nothing, because another one replaces or disables it. You probably expect an effect, so
            Plumbline refuses it. Remove it, or change the other value.""",
            "dense: { units: 3, bias: false, bias_init: 1 }",
            "dense: { units: 3, bias: false }"),
    INVALID_COMBINATION(
            "E022",
            "Values that do not go together",
            """
            Each value is allowed alone, but not together: two exclude each other, or one needs another that is missing.
            Remove one, or add the other.""",
            "validation: { share: 0.2, file: test.csv }",
            "validation: { share: 0.2 }"),
    LOSS_MISMATCH(
            "E023",
            "Loss does not fit outputs or targets",
            """
            The loss is not defined for the range of the last activation or for a target. Cross-entropies need
            probabilities, for example. `plumbline words LOSS` has the ranges.""",
            "activation: tanh\nloss: binary_cross_entropy",
            "activation: sigmoid\nloss: binary_cross_entropy"),
    SIZE_MISMATCH("E024", "Sizes that do not match", """
            The numbers of rows, columns, units or classes contradict each other: rows of three inputs in a network of two,
            for example, or weights that are transposed. Weights are inputs × units."""),

    // Tables and arrays of data
    COLUMN_NOT_FOUND("E030", "Column or array not found", """
            The data have no column or array of this name, or more than one. Names are those of the first line; with
            `header: false`, columns are numbers from 1. The message lists the names."""),
    NOT_A_NUMBER("E031", "Text instead of a number", """
            A cell of a numeric column contains a text. Name a column of texts in `categorical`; name class labels with
            `classes`; declare marks such as `n/a` in `missing_marks`."""),
    MISSING_VALUE("E032", "Missing value in the data", """
            A cell is empty. Fill it, or choose a rule such as `missing: mean`, which is learned from the training part.
            Targets and weights cannot be missing."""),
    RAGGED_ROW("E033", "Row with another number of values", """
            Each row of a table has as many values as the first. Usual causes are another delimiter, a decimal comma, or a
            delimiter in a text without quotes."""),
    NOT_FINITE("E034", "NaN or infinity", """
            The data or initial weights contain NaN or an infinity, or a number overflows in the precision of the network. A
            training cannot continue from these. Remove them from the file, or scale the column."""),
    UNKNOWN_CATEGORY("E035", "Classes or categories do not fit", """
            A text is not one of the classes or categories, or their number does not fit the last layer. Prediction accepts
            only the texts that the training part has.""", "classes: [yes]", "classes: [no, yes]"),
    WRONG_FORMAT("E036", "Not in the expected file format", """
            The content is not a CSV, NPY, NPZ, IDX or Parquet file as expected: its header is invalid, it stores objects
            instead of numbers, or its quotes do not match. Write it again, for example with np.save of floats."""),
    DAMAGED_FILE("E037", "Damaged file", """
            The file begins correctly, but is cut off, continues after its end, or has a wrong checksum. An interrupted copy
            or download is the usual cause. Copy or create it again."""),

    // Recordings and hand-written networks
    EMPTY_RECORDING("E040", "No recording to compare", """
            The command ended without a recording, or the recording has no tensor to compare. Record at least W1 of every
            step, or outputs, and call save() of recorder.py at the end."""),
    UNKNOWN_TENSOR("E041", "Unknown name in a recording", """
            An array is not named for a tensor of this network. Names are a quantity and the number of a layer from 1, such
            as W1, dZ2; src/docs/recording.md lists them.""", "record(weights1=W)", "record(W1=W)"),
    WRONG_TENSOR("E042", "Recorded tensor of another shape or type", """
            The shape of a recorded array is not that of its tensor, or it contains integers although the tensor has
            decimals. Record arrays as they are in the step, without reduction, as floating-point numbers."""),
    WRONG_STEPS("E043", "Number of recorded steps does not match", """
            All arrays are recorded once in each step, and a recording has no more steps than the training. Compare `epochs`
            and `batch_size` with your loops."""),
    MISPLACED_TENSOR(
            "E044", "Recorded at the wrong moment or under a wrong name", """
            The numbers are those of another step or tensor: an array was changed in place after it was recorded, the
            recording starts late, or two names are swapped. Record copies, from the first step on.""", "record(W1=W)", "record(W1=W.copy())"),

    // Code that Plumbline runs
    CODE_NOT_FOUND("E050", "Code to check not found", """
            The network of `--against` is neither a recording, a source file, a class on the class path, nor a program that
            can be started. Commands run without a shell."""),
    UNUSABLE_CODE("E051", "Code cannot be compiled or loaded", """
            The source has compile errors, or the class has missing dependencies, no usable constructor or does not
            implement HandRolledNetwork. `plumbline scaffold` writes a class that does."""),
    CODE_FAILED("E052", "Code failed", """
            Your network threw an exception, exited early or returned something other than matrices. There is no verdict.
            The message has its output or the line; run it alone to debug it."""),
    TIMEOUT("E053", "Time limit exceeded", """
            Your network did not finish within the limit, so it was ended. Check for an endless loop, train fewer epochs, or
            set a longer limit with `--timeout SECONDS`."""),
    NOT_UNDERSTOOD("E054", "Training of a script not understood", """
            Plumbline watched the script, and did not find a training in its numbers: dense layers, known activations, and
            weights that change in each step; nor gradients that are the derivatives of a loss. Other networks are recorded by
            hand: `plumbline recorder` prints recorder.py, and `plumbline scaffold` writes a network that uses it."""),

    // Files that are written, and the files of a training
    ALREADY_EXISTS("E060", "File exists already", """
            To protect results, Plumbline does not overwrite files that it did not just create. Choose another name, or
            delete the old file."""),
    NOT_WRITABLE("E061", "Cannot write", """
            A file or temporary directory cannot be created or written: the directory does not exist, its permissions do not
            allow it, another file is there, or the disk is full."""),
    NOT_A_MODEL("E062", "Not a run or model", """
            The path is neither a directory that `plumbline train --run` wrote nor a model of Plumbline or DL4J, or parts are
            missing or contradict each other. Give the whole directory of the run, unchanged."""),
    WRONG_STATE("E063", "Run in another state", """
            The run is unfinished, already finished, in use, or its data or network have changed since. Resume or wait for
            it, or start a run in another directory."""),
    NOT_TRANSLATABLE("E064", "No translation", """
            The target has no equivalent: a DL4J configuration uses something that Plumbline does not have. Use another word,
            or leave it out."""),

    // Options of the command line
    UNKNOWN_OPTION(
            "E070",
            "Unknown command, option or name",
            """
            The command line has a name that Plumbline does not know, or an argument too many. `plumbline COMMAND --help`
            lists the options; quote arguments that contain spaces.""",
            "plumbline check net.yaml --jsn",
            "plumbline check net.yaml --json"),
    MISSING_OPTION("E071", "Missing option or file", """
            A required argument, or an option that another one needs, is missing. `plumbline COMMAND --help` shows what is
            required.""", "plumbline check", "plumbline check net.yaml"),
    INVALID_OPTION(
            "E072",
            "Invalid value of an option",
            """
            The value has another type, is out of range, or is a file name with an ending that is not supported.
            `plumbline COMMAND --help` describes the values.""",
            "plumbline check net.yaml --compare-every 1e3",
            "plumbline check net.yaml --compare-every 1000"),
    OPTION_CONFLICT("E073", "Option does not fit", """
            The option contradicts another one, would have no effect, or does not apply to this network or run. Remove it,
            or the one that it contradicts."""),

    // The machine, clusters, and Plumbline itself
    BACKEND_UNAVAILABLE("E080", "Backend not available", """
            This machine or build cannot compute on the requested device. `plumbline doctor` shows what is missing. Use
            `backend: auto` to fall back to the processor."""),
    CLUSTER_SETTINGS("E081", "Cluster not configured", """
            `--spark` needs the build for Spark, started with PLUMBLINE_VARIANT=spark, and the settings of your cluster:
            jars, an image for Kubernetes, or HADOOP_CONF_DIR for YARN."""),
    CLUSTER_UNREACHABLE("E082", "Cluster does not answer", """
            The cluster or its file system cannot be reached, has no free workers, or refuses access. Check host, port and
            rights, and that it is running."""),
    CLUSTER_FAILED("E083", "Work failed on the cluster", """
            A worker or the whole cluster stopped while it worked, after all retries. The message has the last reason; `--debug`
            shows the cluster's own. `train --resume` continues from the last checkpoint."""),
    TOO_LITTLE_MEMORY("E084", "Not enough memory", """
            The work needs more memory than Java or this machine has. Give Java more, for instance with
            PLUMBLINE_JAVA_OPTS=-Xmx8g, or use a smaller network or smaller batches. `plumbline summary` shows what a training needs."""),
    INTERNAL("E089", "Internal error", """
            Plumbline itself failed; your input is probably not the cause. `--debug` shows the stack trace. Please report
            it with the command and the files.""");

    /** The number of characters of a code. */
    public static final int LENGTH = 4;

    private static final Pattern CODE = Pattern.compile("[eE]0*(\\d{1,3})");

    private final String code;
    private final String title;
    private final String explanation;
    private final String wrong;
    private final String corrected;

    ErrorKind(String code, String title, String explanation) {
        this(code, title, explanation, "", "");
    }

    ErrorKind(String code, String title, String explanation, String wrong, String corrected) {
        this.code = code;
        this.title = title;
        this.explanation = explanation.replace('\n', ' ');
        this.wrong = wrong;
        this.corrected = corrected;
    }

    /** The code in messages: an E and three digits. The second digit is the group. */
    public String code() {
        return code;
    }

    /** The kind in a few words. */
    public String title() {
        return title;
    }

    /** The meaning, the most frequent cause, and what to do; one paragraph. */
    public String explanation() {
        return explanation;
    }

    /** An input with this error; empty if no short one would help. */
    public String wrong() {
        return wrong;
    }

    /** The same input without the error; empty if there is no {@link #wrong()}. */
    public String right() {
        return corrected;
    }

    /** The beginning of a message: {@code error[E010]: }. */
    public String prefix() {
        return "error[" + code + "]: ";
    }

    /** The kind of a cell of a table that is not a finite number: its text, and its value or NaN. */
    public static ErrorKind ofCell(String text, double value) {
        return Double.isInfinite(value) ? NOT_FINITE : text.isEmpty() ? MISSING_VALUE : NOT_A_NUMBER;
    }

    /** Whether a text has the form of a code. */
    public static boolean isCode(String text) {
        return CODE.matcher(text.strip()).matches();
    }

    /** The kind of a code, also in lower case or without leading zeros. */
    public static Optional<ErrorKind> of(String code) {
        Matcher digits = CODE.matcher(code.strip());
        return digits.matches()
                ? Arrays.stream(values())
                        .filter(kind -> Integer.parseInt(kind.code.substring(1)) == Integer.parseInt(digits.group(1)))
                        .findFirst()
                : Optional.empty();
    }
}
