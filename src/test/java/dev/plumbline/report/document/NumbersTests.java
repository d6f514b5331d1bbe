package dev.plumbline.report.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTests {

    /** The second column is Python's {@code "%.12g" % value}. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "0.1, 0.1",
        "0.00604862554350123, 0.0060486255435",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "123456789012.5, 123456789012",
        "1234567890125, 1.23456789012e+12",
        "999999999999.9, 1e+12",
        "-1e300, -1e+300",
        "4.9e-324, 4.94065645841e-324",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void figuresAreAsPythonPrintsThem(double value, String shown) {
        assertEquals(shown, Numbers.figure(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "0.3333333333333333, 0.3333333333333333",
        "0.30000000000000004, 0.30000000000000004",
        "NaN, NaN"
    })
    void exactNumbersTellAnyTwoApart(double value, String shown) {
        assertEquals(shown, Numbers.exact(value));
        assertEquals(value, Double.parseDouble(Numbers.exact(value)), 0);
    }

    @ParameterizedTest
    @CsvSource({"0.99723356, 0.99723356", "-1, -1.00000000", "123456, 1.2346e+05", "NaN, NaN"})
    void outputsHaveEightDecimals(double value, String shown) {
        assertEquals(shown, Numbers.output(value));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0.25, 0.25000000", "-3, -3", "1e12, 1.0000e+12"})
    void wholeTargetsHaveNone(double value, String shown) {
        assertEquals(shown, Numbers.target(value));
    }

    @ParameterizedTest
    @CsvSource({"0.0123, 12 ms", "0.9949, 995 ms", "0.996, 1.0 s", "58.64, 58.6 s", "123.4, 123 s"})
    void secondsAreShort(double value, String shown) {
        assertEquals(shown, Numbers.seconds(value));
    }

    @ParameterizedTest
    @CsvSource({"2.34, 2.3", "17.2, 17", "1234.5, '1,235'", "2e12, 2e+12"})
    void timesAreShort(double value, String shown) {
        assertEquals(shown, Numbers.times(value));
    }

    @ParameterizedTest
    @CsvSource({"0.24999999999999759, 1e-12, 0.25", "0.333, 1e-12, 0.333", "4, 0, 4", "0.9999951, 1e-7, 0.9999951"})
    void approximateNumbersHaveNoMoreDigitsThanTheirErrorAllows(double value, double error, String shown) {
        assertEquals(shown, Numbers.approximate(value, error));
    }

    @ParameterizedTest
    @CsvSource({"3.1e-15, 3.1e-15", "3, 3.0", "0.0123, 0.012", "23400, '23,000'", "5e12, 5.0e+12", "Infinity, Infinity"
    })
    void errorsHaveTwoDigits(double value, String shown) {
        assertEquals(shown, Numbers.error(value));
    }

    @ParameterizedTest
    @CsvSource({"0.0012, 0.12 %", "0.3, 30 %", "1, 100 %"})
    void percentagesHaveNoExponent(double share, String shown) {
        assertEquals(shown, Numbers.percent(share));
    }
}
