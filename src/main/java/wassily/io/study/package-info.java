/** The files that say what a study is asked, in YAML; docs/study-city.md is the user's manual. */
package wassily.io.study;
