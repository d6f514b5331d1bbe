package dev.plumbline.dl4j.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The known defects of DL4J that a configuration can have. Each has the name of its proof in {@code
 * src/docs/dl4j-findings.md}.
 */
public enum ConfigurationDefect {
    ELU_ALPHA,
    GELU_PRECISE,
    GELU_SIGMOID,
    RRELU_SLOPE,
    RRELU_PREDICTION,
    SOFTPLUS_OVERFLOW,
    SOFTPLUS_TAIL,
    NAN_SLOPES,
    RATIONAL_TANH_OVERFLOW,
    SOFTMAX_FAR_BELOW_ZERO,
    NAN_SWALLOWED,
    MISH_TAIL,
    FLOAT_CONSTANTS,
    LEAKY_RELU_ALPHA,
    RECTIFIERS_AT_ZERO,
    XENT_CLIP,
    XENT_CLIP_ONE,
    XENT_SOFTMAX,
    MCXENT_SUM,
    MCXENT_CLIP,
    KLD_CLIP,
    COSINE_SHORT,
    COSINE_LONG,
    MAPE_ZERO,
    WASSERSTEIN_MASK,
    MULTI_LABEL_DOUBLE,
    ADABELIEF_CRASH,
    LEARNING_RATE_ZERO,
    ADAM_EPSILON,
    ADAMAX_EPSILON,
    NADAM_BIAS,
    RMSPROP_START,
    ADAGRAD_START,
    UPDATER_DEFAULTS,
    POLY_SCHEDULE,
    CYCLE_SCHEDULE_ODD,
    EPOCH_COUNT,
    WEIGHT_DECAY_TWICE,
    WEIGHT_DECAY_BIAS_TWICE,
    WEIGHT_DECAY_SCORE,
    CONSTRAINT_TWICE,
    CONSTRAINT_EPSILON,
    UNIT_NORM_ZERO,
    NORM_OF_SQUARES,
    MIN_MAX_NORM_RATE,
    DROPOUT_RETAINS,
    LECUN_UNIFORM,
    VARIANCE_SCALING_UNIFORM,
    VARIANCE_SCALING_NORMAL,
    ORTHOGONAL_FLOAT,
    UNIFORM_FLOAT,
    SEED_ZERO;

    /** When a defect has an effect. */
    public enum Effect {
        /** Every training or prediction with this configuration. */
        ALWAYS("always"),
        /** Some numbers, data or programs. */
        SOMETIMES("for some numbers, data or programs"),
        /** Not wrong, but other libraries compute something else under the same name, or other last digits. */
        CONVENTION("only in comparison with other libraries, or in the last digits");

        private final String when;

        Effect(String when) {
            this.when = when;
        }

        /** The effect in words. */
        public String when() {
            return when;
        }
    }

    /** The texts of all defects. */
    private static final class Texts {
        private static final Properties ALL = read();

        private static Properties read() {
            Properties properties = new Properties();
            try (InputStream in = ConfigurationDefect.class.getResourceAsStream("defects.properties")) {
                properties.load(new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties;
        }
    }

    private String text(String key) {
        return Objects.requireNonNull(Texts.ALL.getProperty(name() + "." + key));
    }

    /** Whether every object of this class has the defect, in a network of this precision. */
    boolean isIn(String type, boolean isDouble) {
        return Stream.of("in", isDouble ? "in_f64" : "in_f32")
                .flatMap(key -> Stream.ofNullable(Texts.ALL.getProperty(name() + "." + key)))
                .flatMap(classes -> Stream.of(classes.split(" ")))
                .anyMatch(type::equals);
    }

    /** The name of its section in the page of findings. */
    public String findingName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** When the defect has an effect. */
    public Effect effect() {
        return Effect.valueOf(text("effect").toUpperCase(Locale.ROOT));
    }

    /** What DL4J computes, in a sentence. */
    public String meaning() {
        return text("meaning");
    }

    /** What to do. */
    public String advice() {
        return text("advice");
    }
}
