/**
 * The version of the terms of use that counts now; their text is the portal's (terms.v1.… in its catalogues). A change of their meaning is a
 * new number with new texts: who accepted an older one is asked again at the next sign-in.
 */
export const TERMS_VERSION = 1;
