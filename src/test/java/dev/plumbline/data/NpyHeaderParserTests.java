package dev.plumbline.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderParserTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }     \n",
                "{'shape':(3,4,),'fortran_order':False,'descr':'<f8'}",
                " { \"descr\" : \"<f8\" , \"shape\" : ( 3 , 4 ) , \"fortran_order\" : False } ",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L)}"
            })
    void readsADictionaryHoweverItIsSpaced(String text) throws DataException {
        assertEquals(new NpyHeader(List.of(3, 4), "<f8", false), NpyHeaderParser.parse(text, "a.npy"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ''                                                | at character 1 of its header found `''`; allowed: `{`
                    {'descr': '<f8', 'shape': (3,)}                   | its header has only descr, shape; allowed: descr, fortran_order and shape
                    {}                                                | its header has only {}; allowed: descr, fortran_order and shape
                    {'descr': '<f8', 'descr': '<f8'}                  | its header has two entries `descr`; allowed: one of each
                    {'dtype': '<f8'}                                  | its header has an entry `dtype`; allowed: descr, fortran_order, shape
                    {'descr' '<f8'}                                   | at character 10 of its header found `'<f8'}`; allowed: `:`
                    {'descr': '<f8' 'shape': (3,)}                    | at character 17 of its header found `'shape': (3,)}`; allowed: `,` or `}`
                    {'descr': '<f8                                    | at character 11 of its header found `'<f8`; allowed: a text with a closing quote
                    {'descr': __import__('os')}                       | at character 11 of its header found `__import__('os')}`; allowed: a text in quotes
                    {'descr': '\\x3cf8'}                              | at character 11 of its header found `'\\x3cf8'}`; allowed: a text without `\\`
                    {'fortran_order': 0}                              | at character 19 of its header found `0}`; allowed: True or False
                    {'shape': (3)}                                    | found shape (3); allowed: a tuple such as (3,)
                    {'shape': (3, -4)}                                | at character 15 of its header found `-4)}`; allowed: a length, 0 or more
                    {'shape': (3, 4.0)}                               | at character 16 of its header found `.0)}`; allowed: `,` or `)`
                    {'shape': (3, 4                                   | at character 16 of its header it ends; allowed: `,` or `)`
                    {'shape': (2147483648,)}                          | found a length of `2147483648`; allowed: at most 2147483647
                    {'shape': [3, 4]}                                 | at character 11 of its header found `[3, 4]}`; allowed: `(`
                    {'descr': '<f8', 'fortran_order': False, 'shape': (3,)} + 1 | at character 57 of its header found `+ 1`; allowed: the end of the header
                    """)
    void refusesAnythingElseWithItsPlace(String text, String message) {
        assertEquals(
                "a.npy: " + message,
                assertThrows(DataException.class, () -> NpyHeaderParser.parse(text, "a.npy"))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "f", "f8", "=f8", "|f8", "<f16", "<b2", "<F8", "<V8", "x"})
    void refusesATypeThatItDoesNotKnow(String dtype) {
        String text = "{'descr': '" + dtype + "', 'fortran_order': False, 'shape': (3,)}";

        assertEquals(
                "a.npy is an array of dtype `" + dtype + "`",
                assertThrows(DataException.class, () -> NpyHeaderParser.parse(text, "a.npy"))
                        .found());
    }

    @Test
    void refusesMoreDimensionsThanNumpyHas() {
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, ".repeat(65) + ")}";

        assertEquals(
                "at most 64 dimensions",
                assertThrows(DataException.class, () -> NpyHeaderParser.parse(text, "a.npy"))
                        .allowed());
    }
}
