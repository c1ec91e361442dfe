use super::Catalog;

#[test]
fn the_embedded_catalog_reads() {
    assert_eq!(Catalog::get().providers().len(), 41);
}
