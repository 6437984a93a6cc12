/** Mailboxes that several people of a company read, by what stands before the @. */
const words = new Set(
  `info infos information sales contact office hello hi hey mail email admin administrator
  administration support help helpdesk service services team billing accounts accounting accountant
  invoice invoices enquiry enquiries inquiry inquiries ask marketing press media pr hr jobs job
  career careers recruiting purchasing procurement purchase order orders webmaster postmaster
  hostmaster noreply reception frontdesk feedback general company newsletter privacy security abuse
  legal shop store booking bookings reservation reservations web website it finance management
  customerservice customercare customers partner partners export import logistics quotes quote rfq

  kontakt anfrage anfragen buero buro vertrieb verkauf einkauf zentrale empfang verwaltung
  buchhaltung rechnung rechnungen bestellung bestellungen post kundenservice kundendienst bewerbung
  bewerbungen sekretariat praxis kanzlei geschaeftsleitung geschaeftsfuehrung hallo moin personal
  angebot angebote auftrag auftraege technik

  bonjour accueil vente ventes commercial commercials commande commandes achat achats compta
  comptabilite secretariat direction facturation administratif rh devis renseignements

  contacto contactos ventas compras hola informacion administracion atencion pedidos facturacion
  comercial recepcion oficina soporte reservas presupuestos

  contatti contatto vendite acquisti amministrazione commerciale ordini segreteria ufficio assistenza
  ciao prenotazioni preventivi

  contato vendas geral atendimento financeiro administracao secretaria encomendas suporte

  verkoop inkoop klantenservice administratie boekhouding receptie algemeen bestellingen offerte

  biuro sprzedaz zamowienia handlowy ksiegowosc recepcja obchod objednavky prodej kancelar

  firmapost salg forsaljning kundtjanst kundservice kundeservice myynti toimisto asiakaspalvelu
  kontoret ordre faktura

  bilgi satis iletisim destek zakaz prodazhi ofis iroda ertekesites vanzari comenzi toiawase
  otoiawase eigyo soumu`.split(/\s+/),
);

/** `info-de`, `sales.team`, `office2`: the same mailbox, of a part of the company. */
const ofAPart = /^([a-z]{2,3}|team|desk|dept|office|group|\d{1,3})$/;

/** Whether the mailbox is nobody's own. `email`: normalised. */
export function isSharedMailbox(email: string): boolean {
  const [mailbox = ''] = (email.split('@')[0] ?? '').split('+');
  if (words.has(mailbox.replace(/[._-]/g, '').replace(/\d{1,3}$/, ''))) return true;
  const [first = '', ...rest] = mailbox.split(/[._-]/);
  return words.has(first) && rest.every((part) => ofAPart.test(part));
}
