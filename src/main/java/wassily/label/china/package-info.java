/** China's provinces and the 42 sectors of its tables, however they are spelt. */
package wassily.label.china;
