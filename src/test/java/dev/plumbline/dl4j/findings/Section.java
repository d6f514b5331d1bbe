package dev.plumbline.dl4j.findings;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A finding on the page of findings.
 *
 * @param id its name
 * @param title the fault, in a sentence
 * @param shouldBe the right result
 * @param gives the result of DL4J
 * @param plumbline the measure of Plumbline
 */
record Section(String id, String title, String shouldBe, String gives, String plumbline) {

    /** Requires that the page names this number, with this number of digits, as the right one. */
    void shouldBe(double value, int digits) {
        require("Expected", shouldBe, text(value, digits));
    }

    /** Requires that the page names this as the right result. */
    void shouldBe(String text) {
        require("Expected", shouldBe, text);
    }

    /** Requires that the page names this number, with this number of digits, as the result of DL4J. */
    void gives(double value, int digits) {
        require("Actual", gives, text(value, digits));
    }

    /** Requires that the page names this as the result of DL4J. */
    void gives(String text) {
        require("Actual", gives, text);
    }

    private void require(String part, String line, String text) {
        boolean stands = Pattern.compile("(?<![0-9.])" + Pattern.quote(text) + "(?![0-9]|\\.[0-9])")
                .matcher(line)
                .find();
        assertTrue(stands, () -> id + ": measured " + text + ", and the page says \"" + part + ": " + line + "\"");
    }

    private static String text(double value, int digits) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
        }
        double rounded = new BigDecimal(value).round(new MathContext(digits)).doubleValue();
        return String.valueOf(rounded)
                .replaceFirst("\\.0$", "")
                .replace(".0E", "e")
                .replace('E', 'e')
                .replace('-', '−')
                .replace("e−", "e-");
    }

    /** Provides a test with its section. */
    static final class OfTheTest implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Section.class;
        }

        @Override
        public Section resolveParameter(ParameterContext parameter, ExtensionContext test) {
            Dl4jFinding finding = AnnotationSupport.findAnnotation(test.getRequiredTestMethod(), Dl4jFinding.class)
                    .orElseThrow();
            return FindingsPage.read().section(finding.value());
        }
    }
}
